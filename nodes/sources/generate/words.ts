/** Words that fake rows are made of. */
export const firstNames =
  'Ada Amir Anna Ayşe Ben Björn Carla Chen Chloé Dana David Elif Emma Eva Farid Fatima Finn Grace Hana Hugo Ines Ivan Jack Jana José Julia Kai Karim Lars Lea Lena Li Lucas Luis Maja Marco Maria Mia Mila Mina Nadia Noah Nora Olga Omar Oskar Paul Pia Priya Ravi Rosa Sara Sofia Tara Tom Uma Vera Wei Yuki Zoë'.split(
    ' ',
  )

export const lastNames =
  "Adams Ahmed Almeida Andersen Bauer Becker Bernard Bianchi Brown Chen Costa Dubois Evans Fischer García Haddad Hansen Hughes Ito Ivanov Jansen Johnson Kaya Keller Khan Kim Kowalski Kumar Larsen Lee López Martin Meyer Moreau Müller Nguyen Novák O'Brien Patel Peeters Petrov Popescu Rossi Sánchez Sato Schmidt Silva Singh Smith Sousa Tanaka Tran Virtanen Wagner Walker Wang Weber Wilson Yılmaz Zhang".split(
    ' ',
  )

export const cities =
  'Amsterdam,Ankara,Athens,Auckland,Bangalore,Barcelona,Berlin,Bogotá,Brussels,Budapest,Cairo,Cape Town,Chicago,Copenhagen,Dakar,Dublin,Geneva,Hamburg,Hanoi,Helsinki,Istanbul,Jakarta,Kraków,Lagos,Lima,Lisbon,London,Lyon,Madrid,Melbourne,Mexico City,Milan,Montréal,Mumbai,Nairobi,New York,Oslo,Paris,Porto,Prague,Quito,Riga,Rome,São Paulo,Seoul,Singapore,Sofia,Stockholm,Tallinn,Tokyo,Toronto,Vienna,Vilnius,Warsaw,Zürich'.split(
    ',',
  )
